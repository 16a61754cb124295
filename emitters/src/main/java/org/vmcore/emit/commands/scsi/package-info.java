/** {@code sos_commands/scsi}: what {@code lsscsi} shows. */
package org.vmcore.emit.commands.scsi;
