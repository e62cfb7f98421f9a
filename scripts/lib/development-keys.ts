/** Keys for integrity tokens on a developer's machine: they stand here for all to see, so that production refuses them. */
import { DEVELOPMENT_VERIFICATION_KEY } from "../../src/platform/customer-variables.ts";

/** P-256, PKCS #8 DER in base64: the private half of the development verification key. */
export const DEVELOPMENT_SIGNING_KEY =
  "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgcXMeQZJlv9QRKDmQ1s6xryj7urodmLkdyjwnOVeIEAehRANCAAR2KtHf+WxU0h7xbCCMLx/XFdYgbiIrbdO2BxZTFutaFN/fJ1YaCmxi49rBP8dsJULffqG9gv2fvEP1D4vuhNF4";

/** "karvon: everybody knows this key" */
export const DEVELOPMENT_DECRYPTION_KEY = "a2Fydm9uOiBldmVyeWJvZHkga25vd3MgdGhpcyBrZXk=";

export const DEVELOPMENT_PACKAGE = "uz.karvon.example";

/** What a local Worker is given unless it is told otherwise. */
export const DEVELOPMENT_VARIABLES = {
  INTEGRITY_DECRYPTION_KEY: DEVELOPMENT_DECRYPTION_KEY,
  INTEGRITY_VERIFICATION_KEY: DEVELOPMENT_VERIFICATION_KEY,
  INTEGRITY_PACKAGE_NAMES: DEVELOPMENT_PACKAGE,
};
