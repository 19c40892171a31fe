/** A style sheet of the page for a shadow root, which the build makes. */
declare module "*.css?text" {
  const text: string;
  export default text;
}
