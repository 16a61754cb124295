/**
 * Options of mounted file systems as {@code /proc/mounts} shows them, a class for each family:
 * start at {@link org.vmcore.kernel.fs.options.MountOptions}.
 */
package org.vmcore.kernel.fs.options;
