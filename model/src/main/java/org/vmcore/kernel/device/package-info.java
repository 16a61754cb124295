/**
 * The driver core, {@code drivers/base/}: devices and the classes and buses that list them. Start
 * with {@link org.vmcore.kernel.device.Subsystem}.
 */
package org.vmcore.kernel.device;
