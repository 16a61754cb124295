/** Files of the sos plugin {@code host}. */
package org.vmcore.emit.commands.host;
