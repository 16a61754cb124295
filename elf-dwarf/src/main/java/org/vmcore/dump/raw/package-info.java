/**
 * Memory without a container: nothing in the file tells that it is a dump, so somebody else must.
 * Start with {@link org.vmcore.dump.raw.RawImage}.
 */
package org.vmcore.dump.raw;
