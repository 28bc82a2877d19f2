local size <const> = 2000000

local function sieve()
  local composite = {}
  for i = 0, size do
    composite[i] = false
  end
  local count = 0
  for i = 2, size do
    if not composite[i] then
      count = count + 1
      for j = i + i, size, i do
        composite[j] = true
      end
    end
  end
  return count
end

local count = 0
for round = 1, 3 do
  count = sieve()
end
print(count)
