/** Which addresses have a route of ours. */
import { routes } from "../../workers/routes.ts";

/** A word that is refused as a code stands for its own path alone. */
const patterns = routes.map(({ path }) => new RegExp(`^${path.replace(/:\w+/g, "(?!\\w+-xlsx/)[^/]+")}$`));

export const isMounted = (path: string) => patterns.some((pattern) => pattern.test(path));
