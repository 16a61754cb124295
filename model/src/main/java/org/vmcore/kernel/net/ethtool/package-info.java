/**
 * What {@code ethtool} asks drivers for: {@link org.vmcore.kernel.net.ethtool.EthtoolOps} tells
 * whether and by which function they answer.
 */
package org.vmcore.kernel.net.ethtool;
