/**
 * The block layer, {@code block/}: disks, partitions, their counters, queues and requests. Start
 * with {@link org.vmcore.kernel.block.Disks}.
 */
package org.vmcore.kernel.block;
