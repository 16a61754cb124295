/** Output of the commands of the sos plugin {@code kernel}. */
package org.vmcore.emit.commands.kernel;
