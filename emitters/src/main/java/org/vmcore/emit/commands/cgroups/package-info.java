/** Output of the commands of the sos plugin {@code cgroups}. */
package org.vmcore.emit.commands.cgroups;
