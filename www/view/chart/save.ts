// A chart as a file that stands alone: with the colours of the page as it is now.

/** Properties that the style sheet gives to the parts of a chart. */
const STYLED = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-linejoin",
  "paint-order",
  "font-family",
  "font-size",
  "font-weight",
];
/** How many times as large a picture of pixels is. */
const SHARP = 3;

/** The chart as the text of an SVG file. */
export function asSvg(chart: SVGSVGElement, title: string): string {
  const copy = chart.cloneNode(true) as SVGSVGElement;
  const [from, to] = [chart.querySelectorAll("*"), copy.querySelectorAll("*")];
  from.forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const name of STYLED) to[i]?.setAttribute(name, style.getPropertyValue(name));
  });
  // What somebody points at just now is no part of it.
  copy.querySelector(".pointed")?.remove();
  const make = (name: string, attributes: Record<string, string> = {}) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  const { width, height } = chart.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.removeAttribute("class");
  const ground = make("rect", { width: "100%", height: "100%", fill: groundOf(chart) });
  const name = make("title");
  name.textContent = title;
  copy.prepend(name, ground);
  return new XMLSerializer().serializeToString(copy);
}

/** The colour on which the chart is seen. */
function groundOf(chart: Element): string {
  for (let element: Element | null = chart; element; element = element.parentElement) {
    const { backgroundColor } = getComputedStyle(element);
    if (!/^(transparent|rgba\(.*, 0\))$/.test(backgroundColor)) return backgroundColor;
  }
  return "white";
}

/** The chart as a picture of pixels. */
export async function asPng(chart: SVGSVGElement, title: string): Promise<Blob> {
  const address = URL.createObjectURL(
    new Blob([asSvg(chart, title)], { type: "image/svg+xml;charset=utf-8" }),
  );
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    const { width, height } = chart.viewBox.baseVal;
    canvas.width = width * SHARP;
    canvas.height = height * SHARP;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) =>
        blob ? resolve(blob) : reject(new Error("The picture could not be made.")),
      ),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}
