/** The page's style sheet for a shadow root, which the build makes. */
declare module "*.css?text" {
  const text: string;
  export default text;
}
