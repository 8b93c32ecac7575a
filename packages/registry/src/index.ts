/** Reads image manifests from OCI and Docker registries. */
export { type AddressPolicy, checkLiteral, guardedLookup, strictAddresses } from './address-guard.ts';
export { type ImageReference, manifestUrl, parseImageReference, parseManifestUrl } from './image-reference.ts';
export { openRegistry, type Registry, type RegistryOptions } from './registry.ts';
export { type ImageBlob, type ResolvedImage, resolveImage, type WantedImage } from './resolve-image.ts';
