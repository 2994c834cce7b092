import { type DefaultTreeAdapterTypes, parse, parseFragment } from "parse5"

export type HtmlElement = DefaultTreeAdapterTypes.Element
type HtmlNode = DefaultTreeAdapterTypes.ChildNode | DefaultTreeAdapterTypes.ParentNode

/** The elements of a piece of HTML as a browser would read it, in their order. */
export function elementsOf(source: string): readonly HtmlElement[] {
  return elementsIn(source.startsWith("<!doctype") ? parse(source) : parseFragment(source))
}

export function elementsIn(node: HtmlNode): readonly HtmlElement[] {
  const own = isElement(node) ? [node] : []
  return [...own, ...childrenOf(node).flatMap(elementsIn)]
}

/** The text of a node, without what is in the elements that are left out. */
export function textIn(node: HtmlNode, isLeftOut: (element: HtmlElement) => boolean = () => false): string {
  if (node.nodeName === "#text") return (node as DefaultTreeAdapterTypes.TextNode).value
  if (isElement(node) && isLeftOut(node)) return ""
  return childrenOf(node)
    .map((child) => textIn(child, isLeftOut))
    .join("")
}

export function textOfHtml(
  source: string,
  isLeftOut: (element: HtmlElement) => boolean = () => false,
): string {
  return textIn(parseFragment(source), isLeftOut)
}

export function hasClass(element: HtmlElement, name: string): boolean {
  return (attributeOf(element, "class") ?? "").split(" ").includes(name)
}

function attributeOf(element: HtmlElement, name: string): string | undefined {
  return element.attrs.find((one) => one.name === name)?.value
}

function isElement(node: HtmlNode): node is HtmlElement {
  return "tagName" in node
}

function childrenOf(node: HtmlNode): readonly DefaultTreeAdapterTypes.ChildNode[] {
  return "childNodes" in node ? node.childNodes : []
}
