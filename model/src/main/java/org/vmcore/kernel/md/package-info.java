/**
 * Software RAID, {@code drivers/md/md.c}: arrays and their members. Start with {@link
 * org.vmcore.kernel.md.MdArray}.
 */
package org.vmcore.kernel.md;
