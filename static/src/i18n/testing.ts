/** Tests speak both languages at once; a page fetches its own first. */
import { LANGS } from ".";
import { fetchWords } from "./words";

await Promise.all(LANGS.map(fetchWords));
