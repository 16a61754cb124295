/**
 * Addresses: {@link org.vmcore.kernel.net.addr.IpAddress}, and those that devices have, {@link
 * org.vmcore.kernel.net.addr.InterfaceAddress}.
 */
package org.vmcore.kernel.net.addr;
