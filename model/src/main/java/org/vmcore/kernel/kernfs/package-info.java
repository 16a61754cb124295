/**
 * The tree of nodes behind sysfs and cgroupfs, {@code fs/kernfs/}: {@link
 * org.vmcore.kernel.kernfs.KernfsNode}.
 */
package org.vmcore.kernel.kernfs;
