/** What sos's plugin {@code memory} runs: free, swapon, slabtop, lsmem. */
package org.vmcore.emit.commands.memory;
