/** What sos's plugin {@code firewall_tables} runs: nft and iptables. */
package org.vmcore.emit.commands.firewalltables;
