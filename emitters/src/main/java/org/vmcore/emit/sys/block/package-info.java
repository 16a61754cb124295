/**
 * Files of disks, partitions and their queues, in the directories that {@code /sys/block} leads to.
 */
package org.vmcore.emit.sys.block;
