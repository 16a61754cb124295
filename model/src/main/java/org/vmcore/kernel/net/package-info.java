/**
 * The network as the kernel keeps it: namespaces, devices and what they counted, sockets of all
 * families, protocol counters. {@code NetNamespaces} is where to start reading.
 */
package org.vmcore.kernel.net;
