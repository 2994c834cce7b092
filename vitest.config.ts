import { defineConfig } from "vitest/config"
import { pageBundleOfTests } from "./scripts/page-bundle.mjs"

/** `unit` and `property` read the sources; `e2e` runs the built program, so it builds first. */
export default defineConfig({
  plugins: [pageBundleOfTests],
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**", "test/**/*.property.test.ts", "test/fixtures/**"],
        },
      },
      {
        extends: true,
        test: {
          name: "property",
          include: ["test/**/*.property.test.ts"],
          testTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: ["test/e2e/build.ts"],
          testTimeout: 30_000,
          hookTimeout: 30_000,
        },
      },
    ],
  },
})
