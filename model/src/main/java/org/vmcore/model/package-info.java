/**
 * One dead kernel as an object: {@link org.vmcore.model.Program} joins dump, translation and debug
 * information; {@link org.vmcore.model.Value} is a C object in it. Start with Program. What the
 * objects mean is the business of {@code org.vmcore.kernel}.
 */
package org.vmcore.model;
