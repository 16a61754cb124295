/**
 * Loaded modules: their list, memory, parameters, symbols and types ({@code kernel/module/}). Start
 * with {@link org.vmcore.kernel.module.Modules}.
 */
package org.vmcore.kernel.module;
