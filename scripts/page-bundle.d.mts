export declare const pageBundleOfTests: {
  readonly name: string
  readonly enforce: "pre"
  readonly load: (id: string) => Promise<string> | undefined
}
