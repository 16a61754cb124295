/** Files of the sos plugin {@code date}. */
package org.vmcore.emit.commands.date;
