/** Under `npm run dev` the notebooks have the same two addresses that `rehearsal open` gives them. */
import type { Plugin } from 'vite';
import { streamChanges } from './notebook-changes.ts';
import { answerNotebooks } from './notebook-routes.ts';

export function notebooksInDev(folder: string): Plugin {
  return {
    name: 'rehearsal:notebooks-in-dev',
    configureServer(server) {
      server.middlewares.use('/notebooks', (request, response, next) => {
        if (request.url === '/changes') return streamChanges(folder, response);
        answerNotebooks(folder, request.url ?? '/').then((answer) => {
          response.writeHead(answer.status, { 'Content-Type': answer.type, 'Cache-Control': 'no-cache' });
          response.end(answer.body);
        }, next);
      });
    },
  };
}
