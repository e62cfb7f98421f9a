/** A picture in a form: what its bytes say it is. */
import { file, isMessage, type Kind } from "../../platform/kinds.ts";
import { inspect } from "../images/inspect.ts";
import type { Picture } from "../images/picture.ts";

export const picture: Kind<Picture> = {
  ...file,
  parse(value) {
    const sent = file.parse(value);
    return isMessage(sent) ? sent : inspect(sent.bytes);
  },
  json: { ...file.json, description: "JPEG, PNG or WEBP: at most 10 MiB and 50 megapixels." },
};
