/** A style sheet as text, for those who adopt it themselves. */
declare module "*.css?inline" {
  const css: string;
  export default css;
}
