/**
 * What is asked of sockets of all families: who has them open ({@link
 * org.vmcore.kernel.net.socket.SocketOwners}) and how much memory they hold.
 */
package org.vmcore.kernel.net.socket;
