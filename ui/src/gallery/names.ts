/** Read by the page and by the probes; holds no imports of the page. */
export const controlNames = [
  'BigText',
  'BottomSheet',
  'Buttons',
  'ChoiceChips',
  'DateField',
  'EmptyState',
  'PersonHeader',
  'PinPad',
  'SaveBar',
  'SignaturePad',
  'SnackBar',
  'StatusPill',
  'SyncBar',
  'TabBar',
  'TaskRow',
  'TermRibbon',
  'TextField',
  'TimelineList',
  'TitleBar',
] as const

export type ControlName = (typeof controlNames)[number]
