/** The driver's name in git's config and attributes, in the section of each of its kinds. */
export const DRIVER_NAME = "nbdiff"
