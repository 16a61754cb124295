/** Files of {@code /proc/net} as pid 1 sees them: devices, sockets, protocol counters. */
package org.vmcore.emit.proc.net;
