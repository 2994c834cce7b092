/** Declares all that the pure core may use from outside JavaScript: UTF-8. Every host has these two, but their types
 *  come with a host (`@types/node`, DOM), and the pure core is compiled without one. */

interface TextDecoderOptions {
  readonly fatal?: boolean
  readonly ignoreBOM?: boolean
}

interface TextDecoder {
  readonly encoding: string
  readonly fatal: boolean
  readonly ignoreBOM: boolean
  decode(input?: ArrayBufferView | ArrayBufferLike, options?: { readonly stream?: boolean }): string
}

declare var TextDecoder: { new (label?: string, options?: TextDecoderOptions): TextDecoder }

interface TextEncoder {
  readonly encoding: string
  encode(input?: string): Uint8Array<ArrayBuffer>
  encodeInto(source: string, destination: Uint8Array): { readonly read: number; readonly written: number }
}

declare var TextEncoder: { new (): TextEncoder }
