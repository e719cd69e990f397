/** Where the reader has put the nodes of a notebook, from one visit to the next. */
import { keep, kept } from './kept.ts';
import { createPlaces, type Places } from '../stage/moved.ts';

/** @param notebook its name; empty: nothing is kept */
export const placesFor = (notebook: string): Places => createPlaces(notebook, { keep, kept });
