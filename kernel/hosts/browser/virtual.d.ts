/** The kernel worker as the text of one classic script; made by vite-plugin.ts. */
declare module 'virtual:kernel-worker' {
  const source: string;
  export default source;
}
