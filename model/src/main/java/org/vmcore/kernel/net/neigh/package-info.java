/** Neighbours, the cache of hardware addresses: {@link org.vmcore.kernel.net.neigh.Neighbours}. */
package org.vmcore.kernel.net.neigh;
