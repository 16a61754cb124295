/**
 * {@code sos_commands/vmcore}: what a debugger shows of a crash, by the debugger's commands and in
 * its forms. What these files cannot tell stands in them, marked by {@code #}.
 */
package org.vmcore.emit.commands.vmcore;
