/** {@code sos_commands/multipath}: what {@code multipath} shows. */
package org.vmcore.emit.commands.multipath;
