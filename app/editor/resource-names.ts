/** What Monaco calls the places that a list of references lists: it knows only the addresses of files. */
import { StandaloneServices } from 'monaco-editor/editor/standalone/browser/standaloneServices';

let nameOf = (path: string): string => path;

export function nameResources(names: (path: string) => string): void {
  nameOf = names;
}

/** Once, before anything asks for a service and after every service has been declared. */
export function installResourceNames(): void {
  StandaloneServices.initialize({
    labelService: {
      getUriLabel: () => '',
      getUriBasenameLabel: ({ path }: { readonly path: string }) => nameOf(path),
    },
  });
}
