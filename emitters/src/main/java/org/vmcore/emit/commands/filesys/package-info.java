/** {@code sos_commands/filesys}: mounts, their sizes, file locks. */
package org.vmcore.emit.commands.filesys;
