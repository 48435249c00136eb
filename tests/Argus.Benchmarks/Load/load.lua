-- wrk -s load.lua URL                            GET the URL; wrk itself counts answers above 399
-- wrk -s load.lua URL -- LIST THREADS EXPECTED   POST the list's lines (path, authorization, body; tab-separated) in turn,
--                                                and look at every answer: 200, with EXPECTED in its body
local threads = {}

function setup(thread)
  thread:set("number", #threads)
  table.insert(threads, thread)
end

local function read(list, count)
  local all, mine, n = {}, {}, 0
  for line in io.lines(list) do
    local path, authorization, body = line:match("^(%S+)\t([^\t]+)\t(.*)$")
    local headers = { Authorization = authorization, ["Content-Type"] = "application/x-www-form-urlencoded" }
    all[#all + 1] = wrk.format("POST", path, headers, body)
    if n % count == number then mine[#mine + 1] = all[#all] end
    n = n + 1
  end
  return #mine > 0 and mine or all
end

function init(args)
  wrong, example = 0, ""
  if not args[1] then
    local get = wrk.format("GET")
    request = function() return get end
    return
  end

  local requests, next_one, expected = read(args[1], tonumber(args[2])), 0, args[3]
  request = function()
    next_one = next_one % #requests + 1
    return requests[next_one]
  end
  response = function(status, _, body)
    if status ~= 200 or not body:find(expected, 1, true) then
      wrong = wrong + 1
      if example == "" then example = status .. " " .. body:sub(1, 200):gsub("%c", " ") end
    end
  end
end

function done(summary, latency)
  local wrong_in_all, first_example = 0, ""
  for _, thread in ipairs(threads) do
    wrong_in_all = wrong_in_all + thread:get("wrong")
    if first_example == "" then first_example = thread:get("example") end
  end
  local errors = summary.errors
  io.write(string.format("\nRESULT\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%s\n", summary.requests, summary.duration, summary.bytes,
    latency:percentile(50), latency:percentile(99), errors.connect + errors.read + errors.write + errors.timeout,
    math.max(errors.status, wrong_in_all), first_example))
end
