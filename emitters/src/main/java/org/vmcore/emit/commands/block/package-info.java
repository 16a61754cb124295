/** {@code sos_commands/block}: what {@code lsblk} and others show of disks. */
package org.vmcore.emit.commands.block;
