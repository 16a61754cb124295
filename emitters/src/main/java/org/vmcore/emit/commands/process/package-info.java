/** Listings of processes: {@code ps} in several forms and {@code pstree}. Start at {@link Ps}. */
package org.vmcore.emit.commands.process;
