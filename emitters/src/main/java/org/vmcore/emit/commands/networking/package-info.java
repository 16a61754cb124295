/**
 * Output of the commands of the sos plugin {@code networking}: iproute2, net-tools and ethtool as
 * they print to a pipe. Their tables of names are in {@code RtNames} and {@code LinkNames}.
 */
package org.vmcore.emit.commands.networking;
