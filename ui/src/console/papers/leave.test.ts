import { describe, expect, it } from 'vitest'
import { fileName, pagesOf, sizeText } from './leave'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('a file that leaves', () => {
  it('tells its pages by its page tree', () => {
    expect(pagesOf(bytes('%PDF-1.7\n1 0 obj\n<<\n  /Type /Pages\n  /Count 12\n  /Kids [3 0 R]\n>>'))).toBe(12)
    expect(pagesOf(bytes('<< /Count 3 /Kids [1 0 R] /Type /Pages >> << /Type /Pages /Parent 2 0 R /Count 2 >>'))).toBe(3)
    expect(pagesOf(bytes('<</Type/Page/Parent 1 0 R>> <</Type/Page/Parent 1 0 R>>'))).toBe(2)
    expect(pagesOf(bytes('%PDF-1.7 packed'))).toBeNull()
  })
  it('has a size and a name people can use', () => {
    expect([sizeText(300), sizeText(2048), sizeText(1_572_864)]).toEqual(['1 KB', '2 KB', '1.5 MB'])
    expect(fileName('责令社区戒毒/社区康复决定书 1')).toBe('责令社区戒毒-社区康复决定书-1')
  })
})
