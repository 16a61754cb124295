/**
 * The device mapper, {@code drivers/md/dm*}: devices made of pieces of others. Start with {@link
 * org.vmcore.kernel.dm.DmDevice}.
 */
package org.vmcore.kernel.dm;
