/** Output of the {@code conntrack} command: tracked connections and what became of packets. */
package org.vmcore.emit.commands.conntrack;
