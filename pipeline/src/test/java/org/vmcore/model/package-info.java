/** Kernels for tests that look behind what {@link org.vmcore.model.Kernels} opens. */
package org.vmcore.model;
