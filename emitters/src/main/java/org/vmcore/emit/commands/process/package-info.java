/**
 * Listings of processes: {@code ps} in several forms ({@link Ps}), {@code pstree}, and {@code
 * lsof}.
 */
package org.vmcore.emit.commands.process;
