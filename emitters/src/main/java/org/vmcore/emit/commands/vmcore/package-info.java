/** {@code sos_commands/vmcore}: what a debugger shows of a crash, by the debugger's commands. */
package org.vmcore.emit.commands.vmcore;
