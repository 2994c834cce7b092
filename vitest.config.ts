import { configDefaults, defineConfig } from "vitest/config"
import { pageBundleOfTests } from "./scripts/page-bundle.mjs"
import { THOROUGH } from "./test/support/thorough.js"

/** A test that hangs ends here. It is no race: a busy machine must not fail a test. */
const PATIENCE = THOROUGH ? 900_000 : 300_000

/** `unit` and `property` read the sources; `e2e` runs the built program, so it builds first. */
export default defineConfig({
  plugins: [pageBundleOfTests],
  test: {
    testTimeout: PATIENCE,
    hookTimeout: PATIENCE,
    exclude: [
      ...configDefaults.exclude,
      "test/fixtures/**",
      ...(THOROUGH ? [] : ["test/**/*.thorough.test.ts"]),
    ],
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/e2e/**", "test/action/**", "test/browser/**", "test/**/*.property.test.ts"],
          // a worker loads the sources once for all of its files: they hold no state
          isolate: false,
        },
      },
      {
        extends: true,
        test: { name: "property", include: ["test/**/*.property.test.ts"], isolate: false },
      },
      {
        extends: true,
        test: {
          name: "e2e",
          include: ["test/{e2e,action}/**/*.test.ts"],
          globalSetup: ["test/e2e/build.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["test/browser/**/*.test.ts"],
          globalSetup: ["test/browser/setup.ts"],
          // one browser at a time is enough for a machine
          fileParallelism: false,
        },
      },
    ],
  },
})
