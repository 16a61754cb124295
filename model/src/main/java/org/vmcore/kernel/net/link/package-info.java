/**
 * What links say of themselves beyond the device: where their other end is, what namespaces are
 * called, what tunnels carry.
 */
package org.vmcore.kernel.net.link;
